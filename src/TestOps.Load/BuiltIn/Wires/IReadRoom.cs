namespace TestOps.Load.BuiltIn.Wires;

/// <summary>Where the bytes of a read go. It is asked once there are some: thousands of connections wait for an answer at the same time, and none needs a buffer for that.</summary>
internal interface IReadRoom
{
    /// <summary>The place, never empty.</summary>
    Memory<byte> Room { get; }
}
