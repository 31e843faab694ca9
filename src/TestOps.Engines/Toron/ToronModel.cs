namespace TestOps.Engines.Toron;

/// <summary>
/// The reference model of Toron v2.5H+'s contract: one instance with its hidden call counter and its cache. Answers are a function of the
/// calls so far and of nothing else. Safe for concurrent use, as the server needs it.
/// </summary>
internal sealed class ToronModel
{
    private static readonly byte[] Health =
        """{"cache":{"backend":"memory","enabled":true},"mal_status":"operational","tiers":["PSL","Tier1","Tier2","Tier3","Synthesis","Judicial","Consensus"],"version":"v2.5H+"}"""u8.ToArray();

    private static readonly byte[] Live = """{"status":"alive"}"""u8.ToArray();
    private static readonly byte[] Ready = """{"status":"ready"}"""u8.ToArray();
    private static readonly byte[] Version = """{"version":"v2.5H+"}"""u8.ToArray();
    private static readonly byte[] NotFound = """{"detail":"Not Found"}"""u8.ToArray();
    private static readonly byte[] NotAllowed = """{"detail":"Method Not Allowed"}"""u8.ToArray();
    private static readonly byte[] EmptyPrompt = """{"detail":"Query failed: the prompt is empty"}"""u8.ToArray();
    private static readonly byte[] LongPrompt = """{"detail":"Query failed: the prompt is longer than 50000 characters"}"""u8.ToArray();

    private readonly ToronCache _cache = new();
    private readonly ToronJobs _jobs = new();
    private readonly ToronCounter _counter;
    private readonly bool _countsCached;
    private readonly byte[] _flagOrder;

    /// <summary>Creates an instance.</summary>
    /// <param name="counter">The hidden counter.</param>
    /// <param name="countsCached">Whether even cached answers depend on the counter (the fault <c>counter</c>).</param>
    /// <param name="flagOrder">Numbers of the uncertainty flags in the order of this instance.</param>
    public ToronModel(ToronCounter counter, bool countsCached, byte[] flagOrder)
    {
        _counter = counter;
        _countsCached = countsCached;
        _flagOrder = flagOrder;
    }

    /// <summary>Starts an answer. The counter moves here, so the order of starts is the order that matters.</summary>
    public ToronWork Begin(in ToronRequest request)
    {
        var route = request.Route;
        return route switch
        {
            "/health" => Get(request.Method, Health),
            "/live" => Get(request.Method, Live),
            "/ready" => Get(request.Method, Ready),
            "/version" => Get(request.Method, Version),
            ToronContract.Query or ToronContract.Generate => request.Method == "POST" ? Post(request, route == ToronContract.Query) : Refuse("POST"),
            ToronContract.Stream or ToronContract.Jobs => request.Method == "POST" ? Post(request, isQuery: false) : Refuse("POST"),
            _ when route.StartsWith(ToronContract.JobPrefix, StringComparison.Ordinal) => request.Method == "GET" ? Job(request) : Refuse("GET"),
            _ => ToronWork.Known(404, NotFound),
        };
    }

    /// <summary>Ends an answer with the latency that it shall report. An answer from the cache keeps the latency of the first.</summary>
    public ReadOnlyMemory<byte> Complete(in ToronWork work, long latencyUnits)
    {
        if (!work.IsPending)
        {
            return work.Body;
        }

        var answer = ToronAnswerWriter.Query(work.Figures, work.Prompt.Span, work.Identity.RequestId, latencyUnits, _flagOrder);
        return work.IsCached ? _cache.Keep(work.Identity.CacheKey, answer) : answer;
    }

    private static ToronWork Get(string method, byte[] body) => method == "GET" ? ToronWork.Known(200, body) : Refuse("GET");

    private static ToronWork Refuse(string allow) => ToronWork.Known(405, NotAllowed) with { Allow = allow };

    private ToronWork Post(in ToronRequest request, bool isQuery)
    {
        if (ToronAskReader.Read(request.Body, out var ask) is { } problem)
        {
            return ToronWork.Known(422, problem.ToBody());
        }

        if (ask.Prompt.IsEmpty)
        {
            return ToronWork.Known(500, EmptyPrompt);
        }

        // Characters are never more than bytes, so most prompts need no count.
        if (ask.Prompt.Length > ToronContract.MaxPromptCharacters && ask.PromptCharacters > ToronContract.MaxPromptCharacters)
        {
            return ToronWork.Known(500, LongPrompt);
        }

        return request.Route switch
        {
            ToronContract.Stream => Generate(ask) is var whole ? whole with { Body = ToronStream.Of(whole.Body), IsStream = true } : default,
            ToronContract.Jobs => ToronWork.Known(202, _jobs.Add(ToronIdentity.Of("jobs"u8, ask).RequestId, Generate(ask).Body, request.NowNs)),
            _ => isQuery ? Query(ask, request.OthersInFlight) : Generate(ask),
        };
    }

    private ToronWork Job(in ToronRequest request) =>
        _jobs.Find(request.Route[ToronContract.JobPrefix.Length..], request.NowNs) is { } job ? ToronWork.Known(200, job) : ToronWork.Known(404, NotFound);

    private static ToronWork Generate(in ToronAsk ask)
    {
        var identity = ToronIdentity.Of("generate"u8, ask);
        var figures = ToronFigures.Draw(identity.Key, ToronFigures.NoCounter, othersInFlight: 0);
        return new ToronWork { Status = 200, Body = ToronAnswerWriter.Generate(figures, ask.Prompt.Span), LatencyUnits = figures.Latency };
    }

    private ToronWork Query(in ToronAsk ask, int othersInFlight)
    {
        var identity = ToronIdentity.Of("query"u8, ask);
        var isCached = ask.UseCache && !_countsCached;
        if (isCached && _cache.Find(identity.CacheKey) is { } first)
        {
            return new ToronWork { Status = 200, Body = first, LatencyUnits = ToronLatency.Cached };
        }

        var figures = isCached
            ? ToronFigures.Draw(identity.Key, ToronFigures.NoCounter, othersInFlight: 0)
            : ToronFigures.Draw(identity.Key, _counter.Next(), othersInFlight);
        return new ToronWork
        {
            Status = 200,
            IsPending = true,
            IsCached = isCached,
            LatencyUnits = figures.Latency,
            Figures = figures,
            Identity = identity,
            Prompt = ask.Prompt,
        };
    }
}
