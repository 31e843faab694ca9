using TestOps.Core.Determinism;
using TestOps.Core.Suites;

namespace TestOps.Core.Sessions;

/// <summary>A kept value and where it is found. An absent one fails the implicit check <c>keep NAME</c> and ends the session.</summary>
internal sealed class CompiledKeep
{
    private CompiledKeep(string name, JsonPointer at, bool isSecret)
    {
        IsSecret = isSecret;
        Name = name;
        At = at;
        Check = CheckName(name);
    }

    public string Name { get; }

    public JsonPointer At { get; }

    public string Check { get; }

    /// <summary>Whether the value must not be recorded.</summary>
    public bool IsSecret { get; }

    public static string CheckName(string name) => Verdicts.GateIds.CheckOfKeep(name);

    public static CompiledKeep Compile(KeepSpec spec) =>
        JsonPointer.TryParse(spec.At, out var at, out var problem)
            ? new CompiledKeep(spec.Name, at!, spec.IsSecret)
            : throw new ArgumentException($"keep {spec.Name}: {problem}", nameof(spec));
}
