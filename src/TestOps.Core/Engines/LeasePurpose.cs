namespace TestOps.Core.Engines;

/// <summary>The phases that lease an engine.</summary>
public enum LeasePurpose
{
    /// <summary>The SIM phase, and <c>testops try</c>.</summary>
    Sim,

    /// <summary>The load phase: the lease has a base address.</summary>
    Load,

    /// <summary>A replay.</summary>
    Replay,
}
