namespace TestOps.Processes.Guarding;

/// <summary>A variable in the environment of everything that comes from one command. Only for finding what a killed guard left behind.</summary>
internal sealed record GuardMark(string Value)
{
    public const string Name = "TESTOPS_GUARD";

    public string Variable => $"{Name}={Value}";

    public static GuardMark Create() => new(Guid.NewGuid().ToString("N"));
}
