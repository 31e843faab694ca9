using System.Globalization;

namespace TestOps.Benchmarks.Measuring;

/// <summary>A row of a table.</summary>
internal sealed record Figure(string Name, string Aim, string Value, string Cpu = "", string Allocated = "", string OwnCores = "")
{
    /// <summary>Load average of the last minute when the figure was taken.</summary>
    public string Load { get; } = MachineLoad.Read();

    /// <summary>
    /// A rate. On a shared machine the wall time says little, so the last column estimates from CPU time what two cores of our own would give; it holds for work that
    /// keeps both busy.
    /// </summary>
    public static Figure Rate(string name, string aim, double count, string unit, Cost cost, int cores = 2) => new(
        name,
        aim,
        $"{Text(count / cost.Wall.TotalSeconds)} {unit}/s",
        string.Create(CultureInfo.InvariantCulture, $"{cost.Cpu.TotalMicroseconds / count:0.00} us"),
        $"{Text(cost.Allocated / count)} B",
        $"{Text(cores * count / cost.Cpu.TotalSeconds)} {unit}/s{(cores == 1 ? " (one core)" : "")}");

    private static string Text(double value) => value.ToString(value < 1000 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
}
