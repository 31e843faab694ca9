namespace TestOps.Cli.Rendering;

/// <summary>What a piece of text says of itself; a terminal shows it as a colour.</summary>
internal enum Tone
{
    Plain,

    /// <summary>Holds.</summary>
    Good,

    /// <summary>Deserves a look.</summary>
    Warn,

    /// <summary>Does not hold.</summary>
    Bad,

    /// <summary>Of less weight.</summary>
    Faint,

    /// <summary>Of more weight.</summary>
    Strong,
}
