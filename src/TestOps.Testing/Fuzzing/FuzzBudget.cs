using System.Globalization;

namespace TestOps.Testing.Fuzzing;

/// <summary>How many mutants a fuzz test tries: few enough for every build, more where somebody asks for them (<c>eng/fuzz.sh</c>).</summary>
public static class FuzzBudget
{
    /// <summary>Name of the environment variable that sets the number for all fuzz tests.</summary>
    public const string Variable = "TESTOPS_FUZZ_MUTANTS";

    /// <summary>The number without the variable.</summary>
    public const int Default = 10_000;

    /// <summary>Mutants a fuzz test, at least 1.</summary>
    /// <exception cref="FormatException">The variable is set, but not to a positive integer.</exception>
    public static int Mutants => Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>When a loop over all mutants counts as a hang: ten minutes for every <see cref="Default"/> of them, where seconds are usual.</summary>
    public static TimeSpan Deadline => TimeSpan.FromMinutes(10) * Math.Max(1, Mutants / Default);

    /// <summary>The number that <paramref name="text"/> asks for; <see cref="Default"/> where it is null or empty.</summary>
    /// <exception cref="FormatException">The text is no positive integer.</exception>
    public static int Parse(string? text) =>
        string.IsNullOrEmpty(text) ? Default
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var mutants) && mutants > 0 ? mutants
        : throw new FormatException($"{Variable} is '{text}'; write the number of mutants, such as 100000");
}
