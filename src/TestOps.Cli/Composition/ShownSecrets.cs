using System.Security.Cryptography;
using TestOps.Core.Planning;
using TestOps.Core.Secrets;
using TestOps.Store.Files;

namespace TestOps.Cli.Composition;

/// <summary>The secrets of the command under way. Messages are the last place where one could show: whatever the command opened is taken out of them.</summary>
internal sealed class ShownSecrets
{
    private volatile RunSecrets _open = RunSecrets.None;

    /// <summary>The secrets of a run, with the key of its data folder.</summary>
    public RunSecrets Open(CliHost host, Plan plan, Workspace workspace) => _open = RunSecrets.Open(plan, host.Environment, () => SecretKeyFile.GetOrCreate(workspace.Folder));

    /// <summary>The secrets of something that leaves nothing behind, or has no data folder: their tokens mean nothing later.</summary>
    public RunSecrets Open(CliHost host, Plan plan) => _open = RunSecrets.Open(plan, host.Environment, static () => new SecretKey(RandomNumberGenerator.GetBytes(SecretKey.Bytes)));

    /// <summary>A message without them.</summary>
    public string Redact(string text) => _open.Redact(text);
}
