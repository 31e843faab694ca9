namespace TestOps.Core.Suites;

/// <summary>Kinds of mask; <c>time</c> and <c>set</c> are reserved.</summary>
public enum MaskKind
{
    /// <summary>The value is ignored; presence and JSON type are compared.</summary>
    Type,

    /// <summary>Same value, same token within a session.</summary>
    Token,

    /// <summary>Numbers within a tolerance.</summary>
    Tolerance,

    /// <summary>Nothing is compared; counts towards <see cref="ReplaySpec.MaxOpaque"/>.</summary>
    Opaque,
}
