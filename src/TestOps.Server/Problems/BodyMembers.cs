using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Server.Problems;

/// <summary>The members of a body, read strictly: a member that nobody knows is refused, since a typo must not start another run than was meant.</summary>
internal sealed class BodyMembers(JsonObject body)
{
    private const int TextMax = 200;

    private readonly List<string> _problems = [];

    /// <summary>Refuses members outside of <paramref name="names"/>.</summary>
    public void Know(params IReadOnlyList<string> names)
    {
        foreach (var (name, _) in body)
        {
            if (!names.Contains(name))
            {
                _problems.Add($"{Shorten(name)}: there is no such member; there are: {string.Join(", ", names)}");
            }
        }
    }

    /// <summary>A text; null where it is missing or null.</summary>
    public string? Text(string name) => Read(name, "a text of 1 to 200 characters", value => value.TryGetValue<string>(out var text) && text.Length is > 0 and <= TextMax ? text : null);

    /// <summary>A text that must be there, of any length that a body can have; null where it was refused.</summary>
    public string? AnyText(string name)
    {
        if (body[name] is null)
        {
            _problems.Add($"{name}: missing");
            return null;
        }

        return Read(name, "a text", value => value.TryGetValue<string>(out var text) ? text : null);
    }

    /// <summary>A text that fits a rule.</summary>
    public string? Text(string name, string expected, Func<string, bool> fits) => Read(name, expected, value => value.TryGetValue<string>(out var text) && text.Length <= TextMax && fits(text) ? text : null);

    /// <summary>A whole number within bounds.</summary>
    public int? Whole(string name, int min, int max) => ReadValue<int>(
        name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"), value => value.TryGetValue<int>(out var number) && number >= min && number <= max ? number : null);

    /// <summary>A seed: a whole number, or a text of one, since JSON numbers of 64 bits do not survive every client.</summary>
    public ulong? Seed(string name) => ReadValue<ulong>(
        name, "a whole number from 0 to 18446744073709551615, or a text of one", value =>
            value.TryGetValue<ulong>(out var number) ? number
            : value.TryGetValue<string>(out var text) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : null);

    /// <summary>True or false.</summary>
    public bool? Flag(string name) => ReadValue<bool>(name, "true or false", value => value.TryGetValue<bool>(out var flag) ? flag : null);

    /// <summary>A list of texts; empty where it is missing.</summary>
    public IReadOnlyList<string> Texts(string name, int max)
    {
        if (!body.TryGetPropertyValue(name, out var node) || node is null)
        {
            return [];
        }

        if (node is JsonArray items && items.Count <= max && items.All(item => item is JsonValue value && value.TryGetValue<string>(out var text) && text.Length is > 0 and <= TextMax))
        {
            return [.. items.Select(item => (string)item!)];
        }

        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: must be a list of at most {max} texts of 1 to {TextMax} characters"));
        return [];
    }

    /// <summary>Adds a problem that the caller found.</summary>
    public void Refuse(string name, string problem) => _problems.Add($"{name}: {problem}");

    /// <summary>Throws where anything did not fit, with all of it.</summary>
    /// <exception cref="ApiProblemException">Something did not fit.</exception>
    public void ThrowIfRefused()
    {
        if (_problems.Count > 0)
        {
            throw new ApiProblemException(ProblemKind.BodyInvalid, string.Join("; ", _problems)) { Problems = _problems };
        }
    }

    private T? Read<T>(string name, string expected, Func<JsonValue, T?> read)
        where T : class
    {
        if (!body.TryGetPropertyValue(name, out var node) || node is null)
        {
            return null;
        }

        var value = node is JsonValue scalar ? read(scalar) : null;
        if (value is null)
        {
            _problems.Add($"{name}: must be {expected}, was {Shown(node)}");
        }

        return value;
    }

    private T? ReadValue<T>(string name, string expected, Func<JsonValue, T?> read)
        where T : struct
    {
        var boxed = Read(name, expected, value => read(value) is { } found ? (object)found : null);
        return boxed is T typed ? typed : null;
    }

    private static string Shown(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Shorten(node.ToJsonString()),
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
