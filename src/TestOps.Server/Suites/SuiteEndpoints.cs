using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TestOps.Core.Planning;
using TestOps.Server.Problems;

namespace TestOps.Server.Suites;

/// <summary><c>/suites</c>: what can be run, and what that would do. Starts nothing, and works while testing is locked.</summary>
internal sealed class SuiteEndpoints(ISuiteCatalogue catalogue)
{
    public IResult List() => TypedResults.Ok(new SuiteListBody([.. catalogue.Suites.Select((suite, index) => new SuiteRow(suite.Name, suite.Path, index == 0))]));

    public IResult Show(string name)
    {
        var suite = SuiteLookup.Find(catalogue, name);
        var plan = catalogue.Prepare(suite, new RunWishes()).Plan;
        return TypedResults.Ok(new SuiteBody(suite.Name, suite.Path, suite == catalogue.Suites[0], plan.Suite.SourceText));
    }

    public IResult Plan(string name, string? format)
    {
        var isText = format switch { null or "json" => false, "text" => true, _ => throw new ApiProblemException(ProblemKind.ParameterInvalid, "format must be json or text") };
        var plan = catalogue.Prepare(SuiteLookup.Find(catalogue, name), new RunWishes()).Plan;
        return isText ? TypedResults.Text(PlanText.Render(plan)) : TypedResults.Ok<JsonNode>(PlanJson.Write(plan));
    }
}
