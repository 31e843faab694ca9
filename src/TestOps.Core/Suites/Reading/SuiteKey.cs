namespace TestOps.Core.Suites.Reading;

/// <summary>One key of the suite file, as the reader knows it and docs/reference/suite.md lists it.</summary>
/// <param name="Section">The mapping that holds it: <c>sim.scenarios.NAME</c>; empty for the file itself.</param>
/// <param name="Name">The key.</param>
/// <param name="Type">What its value is: <c>duration</c>, <c>integer</c>, ...</param>
/// <param name="Default">The value where the key is absent; <c>required</c> where it must be given, <c>none</c> where nothing takes its place.</param>
/// <param name="Limit">What values are accepted; ranges read <c>A to B</c>, both included.</param>
/// <param name="Meaning">What it says; of a reserved key: what to do instead.</param>
/// <param name="IsReserved">Whether the key belongs to the design and is not built yet.</param>
public sealed record SuiteKey(string Section, string Name, string Type, string Default, string Limit, string Meaning, bool IsReserved)
{
    /// <summary><c>sim.scenarios.NAME.weight</c>.</summary>
    public string Path => Section.Length == 0 ? Name : $"{Section}.{Name}";
}
