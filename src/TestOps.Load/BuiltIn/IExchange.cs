using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>Makes single requests in one version of HTTP, over the connections of one virtual user.</summary>
internal interface IExchange : IDisposable
{
    /// <summary>The protocol of the last answer, as k6 names it.</summary>
    string Protocol { get; }

    /// <summary>The version of TLS that the last answer came over, as k6 names it; null without TLS.</summary>
    string? TlsVersion { get; }

    /// <summary>
    /// Makes one request under the limit of the call, whose owner begins and ends it, and measures it with the meter, which is begun. What fails is a failure of the reply; where the limit
    /// has ended it, the reply says nothing else.
    /// </summary>
    ValueTask<EngineReply> SendAsync(Hop hop, CallLimit limit);

    /// <summary>Ends the connections that nobody uses.</summary>
    void CloseIdle();
}
