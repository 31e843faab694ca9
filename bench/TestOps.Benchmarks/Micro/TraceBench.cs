using System.Buffers;
using BenchmarkDotNet.Attributes;
using TestOps.Core.Determinism;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Benchmarks.Micro;

/// <summary>What is done with every recorded step: its compare digest, its line, the line read back, compression.</summary>
public class TraceBench
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly byte[] _compare = new byte[CompareDigest.Length];
    private readonly byte[] _raw = new byte[TraceLine.DigestBytes];
    private readonly SessionTokens _tokens = new();
    private StepRecord _record = null!;
    private StepMasks _masks = null!;
    private byte[] _line = [];
    private byte[] _segment = [];

    /// <summary>Which suite's step.</summary>
    [Params("echo", "toron")]
    public string Suite { get; set; } = "echo";

    /// <summary>Takes the step and writes its line once.</summary>
    [GlobalSetup]
    public async Task Prepare()
    {
        _record = (await SampleStep.OfAsync(Suite)).Record;
        _masks = MaskSet.Compile([new MaskSpec { Call = "POST /query", At = "/metrics/latency_ms", Kind = MaskKind.Type, Reason = "bench" }]).ForStep(_record.Name, "POST /query");
        WriteLine();
        _line = _output.WrittenSpan[..^1].ToArray();
        _segment = [.. Enumerable.Repeat(_output.WrittenSpan.ToArray(), 1280).SelectMany(line => line)];
        Console.WriteLine($"// line: {_line.Length} bytes, segment: {_segment.Length} bytes");
    }

    /// <summary>The compare digest without masks.</summary>
    [Benchmark]
    public void ComputeCompareDigest() => CompareDigest.Compute(_record, StepMasks.None, _tokens, _compare);

    /// <summary>The compare digest with one mask, so that the body is projected.</summary>
    [Benchmark]
    public void ComputeMaskedCompareDigest() => CompareDigest.Compute(_record, _masks, _tokens, _compare);

    /// <summary>The line with its raw digest.</summary>
    [Benchmark]
    public void WriteLine()
    {
        _output.ResetWrittenCount();
        TraceLine.Write(_record, _compare, _output, _raw);
    }

    /// <summary>The line read back.</summary>
    [Benchmark]
    public TraceStep ReadLine() => TraceLineReader.Read(_line);

    /// <summary>A segment of 1,280 equal lines compressed: the match finder's best case.</summary>
    [Benchmark]
    public byte[] CompressSegment() => TraceFrame.Compress(_segment);
}
