using System.Globalization;

namespace TestOps.Core.Suites.Reading;

/// <summary>Paths of problems: <c>sim.scenarios.ask.steps[0].call</c>.</summary>
internal static class SuitePath
{
    private const int KeyLengthMax = 80;

    public static string Key(string path, string key)
    {
        var shown = key.Length <= KeyLengthMax ? key : key[..KeyLengthMax] + "...";
        shown = shown.Length == 0 || shown.Any(char.IsControl) ? "(unprintable)" : shown;
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    public static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
