namespace TestOps.Core.Suites;

/// <summary>Kinds of mask, from strict to loose only roughly: what each compares is said beside it.</summary>
public enum MaskKind
{
    /// <summary>The value is ignored; presence and JSON type are compared.</summary>
    Type,

    /// <summary>Same value, same token within a session.</summary>
    Token,

    /// <summary>Numbers within a tolerance.</summary>
    Tolerance,

    /// <summary>Time stamps, relative to the first one in the session.</summary>
    Time,

    /// <summary>An array whose order does not count; its items are compared, under the masks below it.</summary>
    Set,

    /// <summary>Nothing is compared; counts towards <see cref="ReplaySpec.MaxOpaque"/>.</summary>
    Opaque,
}
