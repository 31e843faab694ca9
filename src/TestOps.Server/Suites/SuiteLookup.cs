using TestOps.Server.Problems;

namespace TestOps.Server.Suites;

/// <summary>Finds a registered suite by the name that a caller gave.</summary>
internal static class SuiteLookup
{
    /// <summary>The suite of that name; the default for null.</summary>
    /// <exception cref="ApiProblemException">No suite has that name.</exception>
    public static RegisteredSuite Find(ISuiteCatalogue catalogue, string? name) => name is null
        ? catalogue.Suites[0]
        : catalogue.Suites.FirstOrDefault(suite => suite.Name == name)
            ?? throw new ApiProblemException(ProblemKind.SuiteNotFound, "no registered suite has that name") { Hint = $"there are: {string.Join(", ", catalogue.Suites.Select(suite => suite.Name))}" };
}
