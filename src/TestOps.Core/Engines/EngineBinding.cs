using System.Net;
using TestOps.Core.Safety;

namespace TestOps.Core.Engines;

/// <summary>What an engine needs from outside the suite.</summary>
public sealed class EngineBinding
{
    /// <summary>Which targets may be called.</summary>
    public required TargetPolicy Policy { get; init; }

    /// <summary>Reads an environment variable for <c>${env.NAME}</c>; null where it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Variables of the chosen environment, for <c>${vars.NAME}</c>; none by default.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder of the suite, full path: commands of the engine run in it or below. Empty takes the working directory.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Finds the addresses of a host; null asks the system's resolver. Every answer is judged by <see cref="Policy"/>.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>>? Resolve { get; init; }

    /// <summary>Wall time.</summary>
    public required TimeProvider Time { get; init; }
}
