using System.Globalization;
using Microsoft.AspNetCore.Http;
using TestOps.Server.Problems;

namespace TestOps.Server.Streaming;

/// <summary>Where a client wants to go on.</summary>
internal static class StreamCursor
{
    public const string Header = "Last-Event-ID";
    public const string Parameter = "last_event_id";

    /// <summary>The last sequence number that the client has: of <c>Last-Event-ID</c>, else of <c>?last_event_id=</c>, else 0.</summary>
    /// <exception cref="ApiProblemException">It is no number.</exception>
    public static long Read(HttpRequest request)
    {
        // An EventSource resumes with the header, while its address keeps the parameter that it began with.
        var header = request.Headers[Header].ToString();
        return header.Length > 0 ? Parse(Header, header) : request.Query[Parameter].ToString() is { Length: > 0 } query ? Parse(Parameter, query) : 0;
    }

    private static long Parse(string name, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new ApiProblemException(ProblemKind.ParameterInvalid, $"{name} must be the id of an event, a whole number from 0") { Hint = "leave it out to read from the start" };
}
