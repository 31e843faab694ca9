namespace TestOps.Repo.Tests.Sources;

/// <summary>A type that a file declares outside of other types.</summary>
/// <param name="Name">Its name without type parameters.</param>
/// <param name="Base">The first name after the colon; null where there is none.</param>
internal sealed record SourceType(string Name, string? Base);
