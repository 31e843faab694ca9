using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using TestOps.Core.Expectations;
using TestOps.Core.Expressions;
using TestOps.Core.Suites;

namespace TestOps.Benchmarks.Micro;

/// <summary>Templates and checks against one <c>/query</c> answer; JavaScript for comparison.</summary>
public class ExpressionBench
{
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly Template _path = Template.Compile("/items/${user.index}/${step.number}");
    private readonly JsonTemplate _body = JsonTemplate.Compile(JsonNode.Parse("""{ "prompt": "question ${step.number} of ${user.id}", "use_cache": true, "user_id": "${user.id}" }"""));
    private readonly CompiledCheck _at = CompiledCheck.Compile(new AtCheck("/consensus/confidence", new Conditions { Min = 0, Max = 1 }) { Name = "at" });
    private readonly CompiledCheck _member = CompiledCheck.Compile(new ScriptCheck("body.metrics.providers_failed === 0") { Name = "member" });
    private readonly CompiledCheck _script = CompiledCheck.Compile(new ScriptCheck("body.consensus.uncertainty_flags.every(flag => flag.length > 0)") { Name = "script" });
    private JsonDocument _document = null!;
    private ExpressionScope _scope = null!;
    private CheckInput _input;

    /// <summary>Takes the answer of a real step.</summary>
    [GlobalSetup]
    public async Task Prepare()
    {
        var step = await SampleStep.OfAsync("toron");
        _document = JsonDocument.Parse(step.Record.Body.Bytes);
        _scope = step.Scope;
        _scope.Body = _document.RootElement;
        _input = new CheckInput { Status = 200, Headers = step.Reply.Headers, Body = _document.RootElement, Scope = _scope };
    }

    /// <summary>A path of two expressions.</summary>
    [Benchmark]
    public string RenderPath() => _path.Render(_scope);

    /// <summary>A body of three expressions.</summary>
    [Benchmark]
    public void RenderBody()
    {
        _output.ResetWrittenCount();
        _body.Write(_scope, _output);
    }

    /// <summary>A range at a pointer.</summary>
    [Benchmark]
    public CheckOutcome CheckAt() => _at.Evaluate(_input);

    /// <summary>A member path and an operator: compiled, without JavaScript.</summary>
    [Benchmark]
    public CheckOutcome CheckMember() => _member.Evaluate(_input);

    /// <summary>JavaScript proper.</summary>
    [Benchmark]
    public CheckOutcome CheckScript() => _script.Evaluate(_input);
}
