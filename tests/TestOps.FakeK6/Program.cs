using TestOps.FakeK6;

// k6 as far as TestOps calls it: it takes k6's command line, and plays back what the real one was recorded to do with the script of the same folder (Recordings/README.md).
return args switch
{
    ["version", "--json"] => Print("""{"commit":"devel","go_arch":"amd64","go_os":"linux","go_version":"go1.27.3","version":"v2.2.0"}"""),
    ["inspect", .. var rest] => Inspecting.Run(CommandLine.Parse(rest, isRun: false)),
    ["run", .. var rest] => new Running(CommandLine.Parse(rest, isRun: true)).Run(),
    _ => Refuse($"unknown command \"{args.FirstOrDefault()}\" for \"k6\""),
};

static int Print(string line)
{
    Console.Out.Write(line + "\n");
    return 0;
}

static int Refuse(string message)
{
    new LogWriter(isJson: false).Error(message);
    return 255;
}
