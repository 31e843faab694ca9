using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Sim.Replaying;

/// <summary>A divergence with its place; later ones of the same session are a cascade.</summary>
/// <param name="Step">Step number, from 1.</param>
/// <param name="StepName">Name of the step.</param>
/// <param name="Divergence">Pointer, class and values.</param>
/// <param name="Cascade">Divergences after this one in the same session.</param>
/// <param name="Around">The steps around it, for people.</param>
internal sealed record LocatedDivergence(int Step, string StepName, Divergence Divergence, long Cascade, JsonNode Around);
