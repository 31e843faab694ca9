using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TestOps.Core.Determinism;

namespace TestOps.Core.Tests.Determinism;

public sealed class CanonicalJsonProperties
{
    [Fact]
    public void TryCanonicalize_CanonicalForm_IsItsOwnCanonicalForm() => JsonGen.Any.Sample(json =>
    {
        var once = JsonGen.Canonical(json);
        JsonGen.Canonical(once).Should().Be(once);
        CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(once)).Should().BeTrue();
        CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(json)).Should().Be(json == once);
    });

    [Fact]
    public void TryCanonicalize_ThroughNodes_IsTheSame() => JsonGen.Any.Sample(json =>
        Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonNode.Parse(json))).Should().Be(JsonGen.Canonical(json)));

    [Fact]
    public void TryCanonicalize_TwoValues_HaveEqualBytesExactlyWhenTheyAreEqual()
    {
        var equal = 0;
        var different = 0;
        Gen.Select(JsonGen.Small, JsonGen.Small).Sample((left, right) =>
        {
            var isEqual = JsonNode.DeepEquals(JsonNode.Parse(left), JsonNode.Parse(right));
            Interlocked.Increment(ref isEqual ? ref equal : ref different);
            (JsonGen.Canonical(left) == JsonGen.Canonical(right)).Should().Be(isEqual);
        }, iter: 20_000);
        equal.Should().BePositive();
        different.Should().BePositive();
    }

    [Fact]
    public void TryCanonicalize_AnyValue_KeepsItsMeaning() => JsonGen.Any.Sample(json =>
        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(JsonGen.Canonical(json))).Should().BeTrue());

    [Fact]
    public void IsCanonical_OneByteChanged_AgreesWithWritingTheNodeAnew() =>
        Gen.Select(JsonGen.Any, Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 2]).Sample((json, at, value, removed) =>
        {
            var bytes = Encoding.UTF8.GetBytes(JsonGen.Canonical(json)).ToList();
            at %= bytes.Count;
            bytes.RemoveRange(at, Math.Min(removed, bytes.Count - at));
            bytes.Insert(at, value);
            byte[] changed = [.. bytes];
            if (CanonicalJson.TryCanonicalize(changed, out var canonical, out _))
            {
                CanonicalJson.Serialize(JsonNode.Parse(changed)).Should().Equal(canonical.ToArray());
                CanonicalJson.IsCanonical(changed).Should().Be(canonical.Span.SequenceEqual(changed));
            }
        }, iter: 20_000);

    [Fact]
    public void TryCanonicalize_ManyMembers_AreOrderedAndCheckedForDuplicates() => Gen.Int[0, 60].Array[0, 60].Sample(numbers =>
    {
        var json = "{" + string.Join(',', numbers.Select(number => $"\"k{number}\":{number}")) + "}";
        var isValid = CanonicalJson.TryCanonicalize(Encoding.UTF8.GetBytes(json), out var canonical, out var problem);
        isValid.Should().Be(numbers.Distinct().Count() == numbers.Length);
        if (isValid)
        {
            Encoding.UTF8.GetString(canonical.Span).Should().Be("{" + string.Join(',', numbers.OrderBy(number => $"k{number}", StringComparer.Ordinal).Select(number => $"\"k{number}\":{number}")) + "}");
        }
        else
        {
            problem!.Reason.Should().Contain("twice");
        }
    });

    [Fact]
    public void TryCanonicalize_TwoNumbers_HaveEqualBytesExactlyWhenTheirDecimalsAreEqual() =>
        Gen.Select(JsonGen.Number, JsonGen.Number).Sample((left, right) => (JsonGen.Canonical(left) == JsonGen.Canonical(right)).Should().Be(Exact(left) == Exact(right)));

    [Fact]
    public void TryCanonicalize_SameNumberOtherNotation_HasEqualBytes() => Gen.Select(JsonGen.Number, Gen.Int[0, 40]).Sample((number, shift) =>
    {
        // Moves the point by hand: digits x 10^exponent = (digits x 10^shift) x 10^(exponent - shift).
        var (digits, exponent) = Exact(number);
        var zeros = digits.IsZero ? 0 : shift;
        var other = $"{digits}{new string('0', zeros)}.000e{exponent - zeros}";
        JsonGen.Canonical(other).Should().Be(JsonGen.Canonical(number));
        Exact(JsonGen.Canonical(number)).Should().Be(Exact(number));
    });

    // RFC 8785, appendix B: the doubles with these bits print so.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(unchecked((long)0x8000000000000000), "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(unchecked((long)0x8000000000000001), "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(unchecked((long)0xffefffffffffffff), "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(unchecked((long)0xc340000000000000), "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(unchecked((long)0xbecbf647612f3696), "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void WriteDouble_VectorsOfTheRfc_AreMet(long bits, string expected)
    {
        Written(BitConverter.Int64BitsToDouble(bits)).Should().Be(expected);
        JsonGen.Canonical(expected).Should().Be(expected);
    }

    [Fact]
    public void WriteDouble_AnyFiniteDouble_ReadsBackAndIsCanonical() => Gen.Double.Where(double.IsFinite).Sample(value =>
    {
        var text = Written(value);
        double.Parse(text, CultureInfo.InvariantCulture).Should().Be(value);
        JsonGen.Canonical(text).Should().Be(text);
    });

    [Fact]
    public void Write_IntegersAndDecimals_AreCanonical()
    {
        Gen.Long.Sample(value => Written(output => CanonicalNumber.Write(output, value)).Should().Be(value.ToString(CultureInfo.InvariantCulture)));
        Gen.Decimal.Sample(value => Exact(Written(output => CanonicalNumber.Write(output, value))).Should().Be(Exact(value.ToString(CultureInfo.InvariantCulture))));
        FluentActions.Invoking(() => Written(double.PositiveInfinity)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void TryCanonicalize_AnyBytes_NeverThrowAndAgreeWithTheFrameworkOnWhatIsJson() =>
        Gen.OneOf((byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)'"', (byte)'\\', (byte)'u', (byte)'0', (byte)'1', (byte)'-', (byte)'.', (byte)'e', (byte)',', (byte)':', (byte)' ', (byte)0xC3, (byte)0xA9)
            .Array[0, 12].Sample(bytes =>
            {
                var isOurs = CanonicalJson.TryCanonicalize(bytes, out _, out var problem);
                (problem is null).Should().Be(isOurs);
                if (isOurs != IsFrameworkJson(bytes))
                {
                    problem!.Reason.Should().ContainAny("twice", "UTF-8", "surrogate", "exponent");
                }
            }, iter: 20_000);

    private static bool IsFrameworkJson(byte[] bytes)
    {
        try
        {
            JsonNode.Parse(bytes);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static string Written(double value) => Written(output => CanonicalNumber.Write(output, value));

    private static string Written(Action<System.Buffers.IBufferWriter<byte>> write)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The value as digits x 10^exponent without trailing zeros, computed apart from the code under test.</summary>
    private static (BigInteger Digits, int Exponent) Exact(string number)
    {
        var parts = number.Split('e', 'E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (digits.IsZero)
        {
            return (digits, 0);
        }

        while (digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        return (digits, exponent);
    }
}
