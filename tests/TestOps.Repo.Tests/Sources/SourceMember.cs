namespace TestOps.Repo.Tests.Sources;

/// <summary>A member with code in it.</summary>
/// <param name="Path">File.</param>
/// <param name="Line">First line of its signature, attributes apart.</param>
/// <param name="Lines">Lines from there to its end; local functions count to the member around them.</param>
/// <param name="Signature">Its signature on one line, texts blanked out.</param>
/// <param name="HasBlock">Whether its body stands in braces.</param>
internal sealed record SourceMember(string Path, int Line, int Lines, string Signature, bool HasBlock);
