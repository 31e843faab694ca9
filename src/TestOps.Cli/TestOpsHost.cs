using TestOps.Cli.Composition;
using TestOps.Core.Planning;
using TestOps.Server.Hosting;

namespace TestOps.Cli;

/// <summary>
/// All that the HTTP API works with - store, suites, engines, phases - opened over a data folder, for an application that maps the API beside its own calls:
/// <c>services.AddTestOps(host.Server)</c>, <c>app.MapTestOps()</c>. Dispose it after the application has stopped.
/// </summary>
public sealed class TestOpsHost : IAsyncDisposable
{
    private readonly Workspace _workspace;

    private TestOpsHost(Workspace workspace, TestOpsServerOptions server)
    {
        _workspace = workspace;
        Server = server;
    }

    /// <summary>What <c>AddTestOps</c> takes; bounds are changed by <c>with</c>.</summary>
    public TestOpsServerOptions Server { get; }

    /// <summary>Full path of the data folder.</summary>
    public string DataFolder => _workspace.Folder;

    /// <summary>Reads the suites, opens the data folder, makes it where needed, and ends runs whose owner is gone.</summary>
    /// <exception cref="Core.TestOpsException">A suite has problems (all are listed), the folder cannot be opened, or there is no executable.</exception>
    public static Task<TestOpsHost> OpenAsync(TestOpsHostOptions options, CancellationToken cancellationToken)
    {
        var executable = Path.GetFullPath(options.Executable ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "testops.exe" : "testops"));
        return File.Exists(executable)
            ? OpenAsync(CliHost.OfProcess(options.Extensions, (executable, [])), options, cancellationToken)
            : throw new OptionRefusedException($"there is no testops at {executable}: it guards what runs start", "name an installed one in TestOpsHostOptions.Executable");
    }

    /// <summary>The same for an executable that is its own guard.</summary>
    internal static async Task<TestOpsHost> OpenAsync(CliHost host, TestOpsHostOptions options, CancellationToken cancellationToken)
    {
        var policy = Targets.Policy(host, options.AllowedTargets);
        var given = new OperatorOptions { AllowedHosts = options.AllowedTargets, DataFolder = options.DataFolder };
        var suites = SuiteCatalogue.Register(host, options.Suites, policy, options.Caps, given, Workspace.FolderOf(host, options.DataFolder));
        var workspace = await Workspace.OpenAsync(host, options.DataFolder, cancellationToken);
        return new TestOpsHost(workspace, new TestOpsServerOptions
        {
            Runner = PhaseSet.Environment(host, workspace, policy, options.Workers),
            Unlock = workspace.Unlock,
            Suites = suites,
            SnapshotTools = new SnapshotTools(host, PhaseSet.Sim(host, workspace.Spill, options.Workers), workspace, policy),
        });
    }

    /// <summary>Closes the store.</summary>
    public ValueTask DisposeAsync() => _workspace.DisposeAsync();
}
