using System.Globalization;

namespace TestOps.Engines.Toron;

/// <summary>A planted fault: a known defect that a run must find.</summary>
public sealed record ToronFault
{
    private static readonly (string Name, ToronFaultKind Kind)[] Names =
    [
        ("counter", ToronFaultKind.Counter), ("latency", ToronFaultKind.Latency), ("error", ToronFaultKind.Error), ("drift", ToronFaultKind.Drift),
        ("type", ToronFaultKind.Type), ("hash-order", ToronFaultKind.HashOrder), ("rate-limit", ToronFaultKind.RateLimit),
        ("garbage", ToronFaultKind.Garbage), ("hang", ToronFaultKind.Hang), ("die", ToronFaultKind.Die),
    ];

    private ToronFault(ToronFaultKind kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>The fault.</summary>
    public ToronFaultKind Kind { get; }

    /// <summary>The fault as written: <c>drift:/consensus/model</c>.</summary>
    public string Text { get; }

    /// <summary>The JSON Pointer of <c>drift</c> and <c>type</c>; null otherwise.</summary>
    public string? Pointer { get; private init; }

    /// <summary>The number of calls of <c>rate-limit</c> and <c>die</c>, where it is given.</summary>
    public int? Calls { get; private init; }

    /// <summary>Every fault as it is written, for help texts.</summary>
    public static IReadOnlyList<string> Usages { get; } =
        ["counter", "latency", "error", "drift:POINTER", "type:POINTER", "hash-order", "rate-limit[:CALLS]", "garbage", "hang", "die[:CALLS]"];

    /// <summary>Reads a fault.</summary>
    /// <exception cref="ToronFaultException">The fault is unknown, or its pointer or number is not valid.</exception>
    public static ToronFault Parse(string text)
    {
        var colon = text.IndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        var argument = colon < 0 ? null : text[(colon + 1)..];
        var index = Array.FindIndex(Names, known => known.Name == name);
        if (index < 0)
        {
            throw new ToronFaultException(text, $"unknown fault '{text}'", $"known faults: {string.Join(", ", Usages)}");
        }

        var kind = Names[index].Kind;
        return kind switch
        {
            ToronFaultKind.Drift or ToronFaultKind.Type => new ToronFault(kind, text) { Pointer = ReadPointer(text, name, argument) },
            ToronFaultKind.RateLimit or ToronFaultKind.Die => new ToronFault(kind, text) { Calls = ReadCalls(text, name, argument) },
            _ when argument is not null => throw new ToronFaultException(text, $"fault '{text}': {name} takes no argument", $"write {name}"),
            _ => new ToronFault(kind, text),
        };
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static string ReadPointer(string text, string name, string? argument)
    {
        if (string.IsNullOrEmpty(argument) || argument[0] != '/')
        {
            throw new ToronFaultException(text, $"fault '{text}': {name} needs a JSON Pointer, which starts with '/'", $"for example {name}:/consensus/model");
        }

        if (!ToronContract.Pointers.Contains(argument, StringComparer.Ordinal))
        {
            throw new ToronFaultException(
                text, $"fault '{text}': no answer of the model has a value at {argument}, so the fault would never show", $"known pointers: {string.Join(" ", ToronContract.Pointers)}");
        }

        return argument;
    }

    private static int? ReadCalls(string text, string name, string? argument)
    {
        if (argument is null)
        {
            return null;
        }

        return int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var calls)
            ? calls
            : throw new ToronFaultException(text, $"fault '{text}': {name} takes a number of calls from 0 to {int.MaxValue}", $"for example {name}:3");
    }
}
