using TestOps.Core.Engines;

namespace TestOps.Engines.Http;

/// <summary>What the templates of the engine section see at a lease.</summary>
/// <param name="Binding">Variables and environment.</param>
/// <param name="Port"><c>engine.port</c>; null before it is known.</param>
/// <param name="Base"><c>engine.base</c>; null before it is known.</param>
internal sealed record LeaseScope(EngineBinding Binding, int? Port = null, string? Base = null)
{
    /// <summary>The same for messages: secrets of the environment stay names.</summary>
    public LeaseScope ForDisplay() => this with
    {
        Binding = new EngineBinding { Policy = Binding.Policy, Environment = static name => $"${{env.{name}}}", Variables = Binding.Variables, Folder = Binding.Folder, Time = Binding.Time },
    };
}
