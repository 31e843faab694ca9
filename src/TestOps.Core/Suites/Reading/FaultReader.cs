using System.Globalization;

namespace TestOps.Core.Suites.Reading;

/// <summary>Planted faults of the reference model: their shape; whether a pointer is one of its answers, the engine says.</summary>
internal static class FaultReader
{
    private static readonly string[] Usages =
        ["counter", "latency", "error", "drift:POINTER", "type:POINTER", "hash-order", "rate-limit", "rate-limit:CALLS", "garbage", "hang", "die", "die:CALLS"];

    public static string Read(SuiteValue value)
    {
        var fault = value.Text(1000);
        var colon = fault.IndexOf(':', StringComparison.Ordinal);
        var word = colon < 0 ? fault : fault[..colon];
        var argument = colon < 0 ? "" : fault[(colon + 1)..];
        var usage = colon < 0 ? word : word + (argument.StartsWith('/') ? ":POINTER" : int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? ":CALLS" : ":?");
        if (fault.Length > 0 && !Usages.Contains(usage, StringComparer.Ordinal))
        {
            value.Problem($"{value.Seen} is no fault of the reference model", Nearest.Hint(usage, Usages, ""));
        }

        return fault;
    }
}
