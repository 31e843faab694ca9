using System.ComponentModel;

namespace TestOps.Server.Access;

/// <summary>Body of <c>/begin</c>, as the OpenAPI document describes it.</summary>
internal sealed record BeginBody([property: Description("The words that unlock: Begin testing")] string Phrase);
