using TestOps.Sim.Statistics;

namespace TestOps.Sim.Recording;

/// <summary>A run of consecutive sessions, recorded by one worker: the unit of ordering. Its content depends on its sessions alone.</summary>
internal sealed class Segment
{
    /// <summary>Position among all segments, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Trace lines: a compressed frame, or plain bytes.</summary>
    public required byte[] Data { get; set; }

    public required bool IsCompressed { get; init; }

    /// <summary>Uncompressed bytes of the lines.</summary>
    public required long LineBytes { get; init; }

    /// <summary>Digest of each session, in order.</summary>
    public required byte[][] Digests { get; init; }

    public required long Steps { get; init; }

    /// <summary>Metric values of these sessions, one for each metric of the suite.</summary>
    public required MetricTally[] Tallies { get; init; }
}
