using System.Security.Cryptography;
using System.Text;
using TestOps.Core.Journaling;
using TestOps.Core.Secrets;

namespace TestOps.Store.Files;

/// <summary>
/// The key of a data folder, <c>secret.key</c>: 64 hexadecimal digits, for its owner's eyes only. Made at its first need, and never replaced: without it old tokens cannot be
/// tied to new ones.
/// </summary>
public static class SecretKeyFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "secret.key";

    /// <summary>The key of <paramref name="folder"/>; null where there is none yet.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read, or holds no key.</exception>
    public static SecretKey? Find(string folder)
    {
        var path = Path.Combine(folder, Name);
        return File.Exists(path) ? Guarded(folder, () => Read(path)) : null;
    }

    /// <summary>The key of <paramref name="folder"/>, made where there is none. Of several processes that make one at a time, all get the same.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be written or read, or holds no key.</exception>
    public static SecretKey GetOrCreate(string folder) => Find(folder) ?? Guarded(folder, () => Create(folder));

    private static SecretKey Create(string folder)
    {
        var path = Path.Combine(folder, Name);
        var temporary = Path.Combine(folder, $".{Name}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretKey.Bytes)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            // The first one wins, whole; whoever comes second reads it.
            PrivateFiles.TryPublish(temporary, path);
            PrivateFiles.FlushFolder(folder);
        }
        finally
        {
            File.Delete(temporary);
        }

        return Read(path);
    }

    private static SecretKey Read(string path)
    {
        var text = File.ReadAllText(path).Trim();
        var key = new byte[SecretKey.Bytes];
        return text.Length == 2 * SecretKey.Bytes && Convert.FromHexString(text, key, out _, out _) == System.Buffers.OperationStatus.Done
            ? new SecretKey(key)
            : throw new StoreUnavailableException(path, $"it holds no key: {2 * SecretKey.Bytes} hexadecimal digits were expected. Put the right file back, or move it away for a new key; old tokens stay what they are");
    }

    private static SecretKey Guarded(string folder, Func<SecretKey> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(Path.Combine(folder, Name), failure.Message, failure);
        }
    }
}
