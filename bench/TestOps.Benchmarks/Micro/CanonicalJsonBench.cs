using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using TestOps.Core.Determinism;

namespace TestOps.Benchmarks.Micro;

/// <summary>Canonical JSON of one <c>/query</c> answer. Megabytes a second are bytes (printed by <see cref="Prepare"/>) by time.</summary>
public class CanonicalJsonBench
{
    private byte[] _canonical = [];
    private byte[] _indented = [];

    /// <summary>The answer as the reference model writes it, and the same indented, so that it must be rewritten.</summary>
    [GlobalSetup]
    public async Task Prepare()
    {
        _canonical = (await SampleStep.OfAsync("toron")).Record.Body.Bytes.ToArray();
        using var document = JsonDocument.Parse(_canonical);
        _indented = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(document, new JsonSerializerOptions { WriteIndented = true }));
        Console.WriteLine($"// canonical: {_canonical.Length} bytes, indented: {_indented.Length} bytes");
    }

    /// <summary>Canonical already: one pass, nothing is copied.</summary>
    [Benchmark]
    public bool IsCanonicalAlready() => CanonicalJson.TryCanonicalize(_canonical, out _, out _);

    /// <summary>Rewritten.</summary>
    [Benchmark]
    public bool IsRewritten() => CanonicalJson.TryCanonicalize(_indented, out _, out _);
}
