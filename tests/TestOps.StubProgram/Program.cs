using TestOps.Engines.Toron;

// What a test can ask of a child process. `engine toron` speaks like our own executable, which these projects cannot reference.
return args switch
{
    ["engine", "toron", .. var rest] => await ServeAsync(rest),
    ["ready", var line, .. var then] => Ready(line, then),
    ["exit", var code, var words] => Exit(int.Parse(code), words),
    ["environment"] => PrintEnvironment(),
    ["flood", var bytes] => Flood(int.Parse(bytes)),
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

// Prints the line, then waits for the end of standard input; `stubborn` ignores SIGTERM and that end, `silent` prints nothing.
static int Ready(string line, string[] then)
{
    using var ignored = then.Contains("stubborn")
        ? System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context => context.Cancel = true)
        : null;
    if (!then.Contains("silent"))
    {
        Console.WriteLine(line);
    }

    while (Console.In.ReadLine() is not null || then.Contains("stubborn"))
    {
        Thread.Yield();
        if (then.Contains("stubborn"))
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }

    return 7;
}

static int Exit(int code, string words)
{
    Console.Error.WriteLine(words);
    return code;
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

    Console.WriteLine("done");
    return 0;
}

static int Flood(int bytes)
{
    for (var written = 0; written < bytes; written += 100)
    {
        Console.WriteLine(written.ToString("D99"));
    }

    Console.WriteLine("done");
    return 0;
}
