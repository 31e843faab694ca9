using System.Collections;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn.Http2;

/// <summary>Headers of an answer, copied only when somebody looks: most answers of a load are never asked for theirs.</summary>
internal sealed class ResponseHeaders : IReadOnlyList<Header>, IHeaderLookup
{
    private readonly HttpResponseMessage _response;
    private List<Header>? _copied;

    public ResponseHeaders(HttpResponseMessage response) => _response = response;

    public int Count => Copied.Count;

    public Header this[int index] => Copied[index];

    private List<Header> Copied => _copied ??= [.. Lines(_response)];

    public bool Has(string name) => _response.Headers.NonValidated.Contains(name) || _response.Content.Headers.NonValidated.Contains(name);

    public static string? ContentType(HttpResponseMessage response)
    {
        if (!response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values))
        {
            return null;
        }

        var text = values.ToString();
        return text == "application/json" ? text : text.Split(';', 2)[0].Trim().ToLowerInvariant();
    }

    public IEnumerator<Header> GetEnumerator() => Copied.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IEnumerable<Header> Lines(HttpResponseMessage response) =>
        from header in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
        from value in header.Value
        select new Header(header.Key, value);
}
