namespace TestOps.Server.Reference;

/// <summary>The body that an operation takes. Said here and not by <c>Accepts</c>, which would refuse a request over its content type before the operation sees it.</summary>
internal sealed record BodyNotes(Type Type, bool IsOptional);
