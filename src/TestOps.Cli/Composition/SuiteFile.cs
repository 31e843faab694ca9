using System.Reflection;
using TestOps.Core.Planning;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Cli.Composition;

/// <summary>A suite with its data, read from disk or from the sample in the binary. Problems of the data wait for those of the plan, so that all are told at once.</summary>
internal sealed record SuiteFile(string Path, Suite Suite, IReadOnlyDictionary<string, DataTable> Data, IReadOnlyList<SuiteProblem> DataProblems, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>Name of the bundled sample on the command line.</summary>
    public const string Sample = "sample";

    private const string ResourcePrefix = "sample/";

    /// <summary>Reads a suite; null or <c>sample</c> is the bundled one.</summary>
    /// <exception cref="InvalidSuiteException">The suite has problems; all of them are listed.</exception>
    /// <exception cref="SuiteUnreadableException">There is no such file.</exception>
    public static SuiteFile Read(CliHost host, string? path)
    {
        if (path is null or Sample)
        {
            return Read(Sample, name => Bundled(name) ?? throw Missing(name), "suite.yaml");
        }

        var full = System.IO.Path.GetFullPath(path, host.WorkingDirectory);
        var folder = System.IO.Path.GetDirectoryName(full)!;
        return Read(path, name => ReadFile(System.IO.Path.Combine(folder, name), name), System.IO.Path.GetFileName(full));
    }

    /// <summary>The text of a file named on the command line.</summary>
    /// <exception cref="SuiteUnreadableException">There is no such file.</exception>
    public static string ReadText(CliHost host, string path) => System.Text.Encoding.UTF8.GetString(ReadFile(System.IO.Path.GetFullPath(path, host.WorkingDirectory), path));

    /// <summary>Full path of the folder of a suite; the bundled one has none, and the working directory takes its place.</summary>
    public static string FolderOf(CliHost host, string path) =>
        path == Sample ? host.WorkingDirectory : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path, host.WorkingDirectory))!;

    private static SuiteFile Read(string display, Func<string, byte[]> open, string suiteName)
    {
        var text = SuiteReader.Read(System.Text.Encoding.UTF8.GetString(open(suiteName)), display);
        var suite = text.Suite ?? throw new InvalidSuiteException(display, DraftProblems.Of(text, open));
        var data = new Dictionary<string, DataTable>(StringComparer.Ordinal);
        var problems = new List<SuiteProblem>();
        foreach (var (name, source) in (suite.Sim?.Data ?? new Dictionary<string, DataSourceSpec>()).OrderBy(source => source.Key, StringComparer.Ordinal))
        {
            try
            {
                var reading = DataTableReader.Parse(source, open(source.File));
                problems.AddRange(reading.Problems);
                if (reading.Table is { } table)
                {
                    data[name] = table;
                }
            }
            catch (SuiteUnreadableException missing)
            {
                problems.Add(new SuiteProblem($"sim.data.{name}.file", 0, missing.Message, "put the file beside the suite, or mend its name"));
            }
        }

        return new SuiteFile(display, suite, data, problems, ReadFiles(suite, open));
    }

    // One that cannot be read is missing, and the plan says where the suite names it.
    private static Dictionary<string, ReadOnlyMemory<byte>> ReadFiles(Suite suite, Func<string, byte[]> open)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var name in SuiteFiles.Of(suite))
        {
            try
            {
                files[name] = open(name);
            }
            catch (SuiteUnreadableException)
            {
                continue;
            }
        }

        return files;
    }

    private static byte[]? Bundled(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name);
        if (stream is null)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static byte[] ReadFile(string path, string name)
    {
        try
        {
            return Directory.Exists(path) ? throw Missing(name, "it is a folder") : File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Missing(name, failure.Message);
        }
    }

    private static SuiteUnreadableException Missing(string name, string? reason = null) => new(name, reason);
}
