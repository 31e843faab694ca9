using TestOps.Cli;
using TestOps.ServerProbe;

// testops, whose process ends itself with SIGKILL at one point of its store: SERVER_PROBE_KILL=before:gate, or after:run_ended. Without the variable it is testops.
return await TestOpsCli.RunAsync(args, options =>
{
    if (Environment.GetEnvironmentVariable("SERVER_PROBE_KILL") is { } point)
    {
        options.WrapStore(store => new KillingRunStore(store, point));
    }
});
