namespace TestOps.Core.Engines;

/// <summary>Header lines that can say whether one is there without being copied. Optional for the <see cref="EngineReply.Headers"/> of a client.</summary>
public interface IHeaderLookup
{
    /// <summary>Whether there is a line of that name, whatever its case.</summary>
    bool Has(string name);
}
