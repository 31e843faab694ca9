namespace TestOps.Core.Suites;

/// <summary>One entry of <c>expect</c>. Its <see cref="Name"/> names its gate: <c>sim/{step}/{name}</c>.</summary>
public abstract record CheckSpec
{
    private protected CheckSpec()
    {
    }

    /// <summary>Name of the check: <c>status</c>, the pointer, <c>header NAME</c> or <c>js: ...</c>, unless the suite names it.</summary>
    public required string Name { get; init; }
}

/// <summary>The status is one of a list, or within a range.</summary>
public sealed record StatusCheck(IReadOnlyList<int> Accepted) : CheckSpec
{
    /// <summary>The check of a step that has none: 200-399.</summary>
    public static StatusCheck Default { get; } = new([]) { Name = "status" };
}

/// <summary>Conditions on a response header; an absent header fails all but <c>exists: false</c>.</summary>
public sealed record HeaderCheck(string Header, Conditions Conditions) : CheckSpec;

/// <summary>Conditions on the value at a JSON Pointer of the body; an absent value fails all but <c>exists: false</c>.</summary>
public sealed record AtCheck(string Pointer, Conditions Conditions) : CheckSpec;

/// <summary>A JavaScript expression that must be truthy.</summary>
public sealed record ScriptCheck(string Script) : CheckSpec;
