using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;

namespace TestOps.Benchmarks.Micro;

/// <summary>The parts of a step under BenchmarkDotNet, in short jobs; arguments are BenchmarkDotNet's own (<c>--filter *Compare*</c>).</summary>
internal static class MicroBenches
{
    public static int Run(string[] arguments)
    {
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun);
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroBenches).Assembly).Run(arguments.Length == 0 ? ["--filter", "*", "--join"] : arguments, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
    }
}
