namespace TestOps.Core.Engines;

/// <summary>How much a replay of this engine proves. Printed beside every score.</summary>
public enum EvidenceClass
{
    /// <summary>A: virtual time and seeded randomness; each session is a world of its own.</summary>
    Controlled,

    /// <summary>B: a fresh or reset instance for every phase and every replay.</summary>
    Cooperating,

    /// <summary>C: a black box that may be warm.</summary>
    BlackBox,
}
