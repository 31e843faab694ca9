namespace TestOps.Engines.Toron;

/// <summary>
/// The figures of one answer. What toron.md observed to be stable is drawn from the request alone; what varies with the hidden call counter
/// from request and counter; what varies under concurrency from the requests in flight too. Confidences are in ten-thousandths.
/// </summary>
internal readonly record struct ToronFigures
{
    // Counter 0 is the pure answer of a cached or generate call; the counter of uncached calls starts at 1.
    public const ulong NoCounter = 0;

    private static readonly int[] AgreementFloor = [9, 7, 5, 3, 1];
    private static readonly int[] ConfidenceFloor = [9000, 8000, 7000, 6000, 5000];

    public required ToronDice Stable { get; init; }

    public required ToronDice Counted { get; init; }

    public required ToronDice Crowded { get; init; }

    /// <summary>0 for A to 4 for F.</summary>
    public int Grade => Stable.Below(0, 100) switch { < 25 => 0, < 60 => 1, < 85 => 2, < 95 => 3, _ => 4 };

    /// <summary>Providers that agree, 1 to 11.</summary>
    public int Agreement => AgreementFloor[Grade] + Stable.Below(1, 3);

    /// <summary>Which of the six flags are up, as bits.</summary>
    public int Flags
    {
        get
        {
            var flags = 0;
            for (var flag = 0; flag < ToronContract.MaxFlags; flag++)
            {
                var isUp = flag == ToronWords.LowAgreementFlag ? Agreement <= 5 : Stable.Below(8 + flag, 3) == 0;
                flags |= isUp ? 1 << flag : 0;
            }

            return flags;
        }
    }

    /// <summary>Within the band of the grade, which therefore never contradicts it.</summary>
    public int Confidence => ConfidenceFloor[Grade] + Counted.Below(0, 900);

    public int CalibratedConfidence => (int)((long)Confidence * (9200 + Counted.Below(1, 700)) / 10_000);

    public int SourceWeightedConfidence => (int)((long)Confidence * (9400 + Counted.Below(2, 700)) / 10_000);

    public int Opinion => Counted.Below(3, ToronWords.Opinions.Count);

    public int Caveat => Counted.Below(4, ToronWords.Caveats.Count);

    /// <summary>Four hex digits in the output, so that two uncached answers hardly ever read alike.</summary>
    public int Path => Counted.Below(5, 0x10000);

    public int Model => Crowded.Below(0, ToronWords.Models.Count);

    /// <summary>0 is no arbitration; about one answer in eight is arbitrated.</summary>
    public int Arbitration => Crowded.Below(1, 100) switch { < 88 => 0, < 96 => 1, _ => 2 };

    public int TierRetries { get; init; }

    /// <summary>Modelled latency in units of 10 us; p50 about 1 s, as observed.</summary>
    public long Latency => ToronLatency.Computed(Counted.Below(6, 0x10000));

    public static ToronFigures Draw(ulong key, ulong counter, int othersInFlight)
    {
        var stable = new ToronDice(key);
        var counted = stable.Salted(counter);
        var crowded = othersInFlight > 0 ? counted.Salted((ulong)othersInFlight) : stable.Salted(ulong.MaxValue);
        return new ToronFigures
        {
            Stable = stable,
            Counted = counted,
            Crowded = crowded,
            TierRetries = othersInFlight > 0 ? crowded.Below(2, 3) : 0,
        };
    }
}
