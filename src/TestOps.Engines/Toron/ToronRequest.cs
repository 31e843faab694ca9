namespace TestOps.Engines.Toron;

/// <summary>One request to the model.</summary>
/// <param name="Method">HTTP method in upper case.</param>
/// <param name="Path">Path; a query is ignored.</param>
/// <param name="Body">Body bytes.</param>
/// <param name="NowNs">Time of the instance: virtual in process, since the start in the server. Only the rate limiter looks at it.</param>
/// <param name="OthersInFlight">Requests in flight beside this one; 0 in process.</param>
/// <param name="CallKey">What tells this call from others with the same body, for faults that hit a share: session and step, else a number.</param>
internal readonly record struct ToronRequest(string Method, string Path, ReadOnlyMemory<byte> Body, long NowNs, int OthersInFlight, ulong CallKey)
{
    /// <summary>The path without its query.</summary>
    public string Route => Path.IndexOf('?') is var at && at >= 0 ? Path[..at] : Path;
}
