using System.Globalization;
using System.Runtime.InteropServices;
using TestOps.Engines.Toron;
using TestOps.Processes;
using TestOps.Processes.Guarding;

// What a test can ask of a child process. `engine toron` speaks like our own executable, which these projects cannot reference.
return args switch
{
    ["guard", .. var rest] => Guard.Run(rest),
    ["engine", "toron", .. var rest] => await ServeAsync(rest),
    ["ready", var line, .. var how] => Ready(line, how),
    ["parent", var program, .. var how] => await ParentAsync(program, how),
    ["exit", var code, var words] => Exit(int.Parse(code, CultureInfo.InvariantCulture), words),
    ["environment"] => PrintEnvironment(),
    ["flood", var lines] => Flood(int.Parse(lines, CultureInfo.InvariantCulture)),
    ["hold", var folder, var script] => await HoldAsync(folder, script),
    ["echo"] => Echo(),
    ["directory"] => Print(Environment.CurrentDirectory),
    _ => 2,
};

static async Task<int> ServeAsync(string[] arguments)
{
    var options = new ToronServerOptions
    {
        RealLatency = arguments.SkipWhile(argument => argument != "--latency").ElementAt(1) == "real",
        Faults = [.. arguments.Zip(arguments.Skip(1)).Where(pair => pair.First == "--fault").Select(pair => ToronFault.Parse(pair.Second))],
    };
    await ToronServer.RunAsync(options, Console.Out, arguments.Contains("--parent-pipe") ? Console.In : null, CancellationToken.None);
    return 0;
}

// Prints the line, then waits for the end of standard input. `silent` prints nothing; `stubborn` ignores both SIGTERM and that end.
static int Ready(string line, string[] how)
{
    using var ignored = how.Contains("stubborn") ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true) : null;
    if (!how.Contains("silent"))
    {
        Console.WriteLine(line);
    }

    while (Console.In.ReadLine() is not null)
    {
    }

    if (how.Contains("stubborn"))
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne();
    }

    return 7;
}

// Starts another stub as its child and prints that one's process id.
static async Task<int> ParentAsync(string program, string[] how)
{
    await using var child = await ChildProcess.StartAsync(
        new ChildProcessOptions { FileName = "dotnet", Arguments = [program, "ready", "here", .. how], IsReadyLine = line => line == "here" }, CancellationToken.None);
    return Ready($"child {child.Id}", how);
}

static int Exit(int code, string words)
{
    Console.Error.WriteLine(words);
    return code;
}

// Runs a shell script under a guard, as testops runs a command, and prints what it prints first.
static async Task<int> HoldAsync(string folder, string script)
{
    var options = new ChildProcessOptions
    {
        FileName = "/bin/sh",
        Arguments = ["-c", script],
        WorkingDirectory = folder,
        Guard = GuardCommand.Of("dotnet", [Environment.GetCommandLineArgs()[0]]),
        StopTimeout = TimeSpan.FromMilliseconds(200),
        IsReadyLine = _ => true,
    };
    await using var child = await ChildProcess.StartAsync(options, CancellationToken.None);
    Console.WriteLine(child.ReadyLine);
    return await child.Exited;
}

// Answers each line in capitals and says so on standard error, until standard input ends.
static int Echo()
{
    while (Console.In.ReadLine() is { } line)
    {
        Console.WriteLine(line.ToUpperInvariant());
        Console.Error.WriteLine($"answered {line.Length}");
    }

    return 3;
}

static int Print(string text)
{
    Console.WriteLine(text);
    return 0;
}

static int PrintEnvironment()
{
    foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal))
    {
        Console.WriteLine($"{name}={Environment.GetEnvironmentVariable(name)}");
    }

    return 0;
}

static int Flood(int lines)
{
    for (var line = 0; line < lines; line++)
    {
        Console.WriteLine(line.ToString("D99", CultureInfo.InvariantCulture));
        Console.Error.WriteLine(line.ToString("D99", CultureInfo.InvariantCulture));
    }

    return 0;
}
