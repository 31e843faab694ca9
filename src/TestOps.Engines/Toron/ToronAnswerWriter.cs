namespace TestOps.Engines.Toron;

/// <summary>Writes answers as canonical JSON (RFC 8785 key order, minimal escapes), so that nobody has to sort or parse them to compare.</summary>
internal static class ToronAnswerWriter
{
    private const int MaxBytes = 2048;

    /// <summary>The answer of <c>/query</c>. <paramref name="flagOrder"/> lists flag numbers in the order to write.</summary>
    public static byte[] Query(in ToronFigures figures, ReadOnlySpan<byte> prompt, ulong requestId, long latencyUnits, ReadOnlySpan<byte> flagOrder)
    {
        var buffer = new ToronBuffer(stackalloc byte[MaxBytes]);
        WriteConsensus(ref buffer, figures, prompt, flagOrder);
        buffer.Raw(",\"metrics\":{\"cache_hit\":false,\"degradation_level\":\"none\",\"latency_ms\":"u8);
        buffer.Decimal(latencyUnits, 2);
        buffer.Raw(",\"providers_called\":11,\"providers_failed\":0,\"request_id\":\""u8);
        buffer.Hex(requestId, 12);
        buffer.Raw("\",\"tier4_failsafe_triggered\":false,\"tier_retries\":"u8);
        buffer.Integer(figures.TierRetries);
        buffer.Raw(",\"tier_timeouts\":0}}"u8);
        return buffer.Written.ToArray();
    }

    /// <summary>The answer of <c>/generate</c>.</summary>
    public static byte[] Generate(in ToronFigures figures, ReadOnlySpan<byte> prompt)
    {
        var buffer = new ToronBuffer(stackalloc byte[MaxBytes]);
        buffer.Raw("{\"confidence\":"u8);
        buffer.Decimal(figures.Confidence, 4);
        buffer.Raw(",\"consensus\":\""u8);
        WriteOutput(ref buffer, figures, prompt);
        buffer.Raw("\",\"grade\":\""u8);
        buffer.Raw(ToronWords.Grades[figures.Grade]);
        buffer.Raw("\",\"model\":\""u8);
        buffer.Raw(ToronWords.Models[figures.Model]);
        buffer.Raw("\"}"u8);
        return buffer.Written.ToArray();
    }

    private static void WriteConsensus(ref ToronBuffer buffer, in ToronFigures figures, ReadOnlySpan<byte> prompt, ReadOnlySpan<byte> flagOrder)
    {
        var agreement = figures.Agreement;
        var arbitration = figures.Arbitration;
        buffer.Raw("{\"consensus\":{\"agreement\":\""u8);
        buffer.Integer(agreement);
        buffer.Raw("/11\",\"arbitration_model\":\""u8);
        buffer.Raw(ToronWords.ArbitrationModels[arbitration]);
        buffer.Raw("\",\"arbitration_source\":\""u8);
        buffer.Raw(ToronWords.ArbitrationSources[arbitration]);
        buffer.Raw("\",\"calibrated_confidence\":"u8);
        buffer.Decimal(figures.CalibratedConfidence, 4);
        buffer.Raw(",\"confidence\":"u8);
        buffer.Decimal(figures.Confidence, 4);
        buffer.Raw(",\"evidence_strength\":\""u8);
        buffer.Raw(ToronWords.EvidenceStrengths[ToronWords.EvidenceStrength(agreement)]);
        buffer.Raw("\",\"grade\":\""u8);
        buffer.Raw(ToronWords.Grades[figures.Grade]);
        buffer.Raw("\",\"model\":\""u8);
        buffer.Raw(ToronWords.Models[figures.Model]);
        buffer.Raw("\",\"output\":\""u8);
        WriteOutput(ref buffer, figures, prompt);
        buffer.Raw("\",\"quality\":\""u8);
        buffer.Raw(ToronWords.Qualities[ToronWords.Quality(agreement)]);
        buffer.Raw("\",\"source_weighted_confidence\":"u8);
        buffer.Decimal(figures.SourceWeightedConfidence, 4);
        buffer.Raw(",\"uncertainty_flags\":["u8);
        WriteFlags(ref buffer, figures.Flags, flagOrder);
        buffer.Raw("]}"u8);
    }

    private static void WriteOutput(ref ToronBuffer buffer, in ToronFigures figures, ReadOnlySpan<byte> prompt)
    {
        buffer.Raw("Consensus of "u8);
        buffer.Integer(figures.Agreement);
        buffer.Raw(" of 11 providers on '"u8);
        ToronTopic.Write(ref buffer, prompt);
        buffer.Raw("': "u8);
        buffer.Raw(ToronWords.Opinions[figures.Opinion]);
        buffer.Raw("; "u8);
        buffer.Raw(ToronWords.Caveats[figures.Caveat]);
        buffer.Raw(" (path "u8);
        buffer.Hex((ulong)figures.Path, 4);
        buffer.Raw(")."u8);
    }

    private static void WriteFlags(ref ToronBuffer buffer, int flags, ReadOnlySpan<byte> order)
    {
        var isFirst = true;
        foreach (var flag in order)
        {
            if ((flags & (1 << flag)) == 0)
            {
                continue;
            }

            buffer.Raw(isFirst ? "\""u8 : ",\""u8);
            buffer.Raw(ToronWords.Flags[flag]);
            buffer.Byte((byte)'"');
            isFirst = false;
        }
    }
}
