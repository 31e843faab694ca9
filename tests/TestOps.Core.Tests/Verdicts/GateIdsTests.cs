using TestOps.Core.Verdicts;

namespace TestOps.Core.Tests.Verdicts;

public sealed class GateIdsTests
{
    [Theory]
    [InlineData("status", "sim/wait/status")]
    [InlineData("/total", "sim/wait/total")]
    [InlineData("/order/status", "sim/wait/order/status")]
    [InlineData("/status", "sim/wait//status")]
    [InlineData("/until", "sim/wait//until")]
    [InlineData("/stream", "sim/wait//stream")]
    public void OfCheck_AnyCheck_SharesNoGateWithAnotherOne(string check, string gate) => GateIds.OfCheck("wait", check).Should().Be(gate);
}
