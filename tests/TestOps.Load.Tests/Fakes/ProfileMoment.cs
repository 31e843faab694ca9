namespace TestOps.Load.Tests.Fakes;

/// <summary>Where a load scenario is at an instant: counts since its start, users at work, users that exist.</summary>
internal sealed record ProfileMoment(long Ms, long Started, long Complete, long Interrupted, long Dropped, int Active, int Made);
