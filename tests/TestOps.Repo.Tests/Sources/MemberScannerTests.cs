namespace TestOps.Repo.Tests.Sources;

public sealed class MemberScannerTests
{
    [Theory]
    [InlineData("class A { void M() { } }", "void M()")]
    [InlineData("namespace N; class A { int P { get { return 1; } set => F(value); } }", "get", "set")]
    [InlineData("class A { int P => 1; int F = 2; Func<int> G = () => 3; int Auto { get; init; } = 4; }", "int P")]
    [InlineData("class A : B { public A(int x) : base(new C { D = x }) { } ~A() { } }", "public A() : base()", "~A()")]
    [InlineData("class A { T M<T>(T x) where T : class, new() { return x; } }", "T M<T>() where T : class, new()")]
    [InlineData("class A { public static bool operator ==(A a, A b) => true; public static bool operator !=(A a, A b) { return false; } }", "public static bool operator ==()", "public static bool operator !=()")]
    [InlineData("class A { void M() { if (x) { F(); } void Local() { } } void N() { } }", "void M()", "void N()")]
    [InlineData("class A { object M() => new B { C = 1 }; int[] F = [1, 2]; [X(1)] void N() { } }", "object M()", "void N()")]
    [InlineData("class A { string S = \"{ void X() { \"; string T = $\"{F(\"}\")} {{\"; char C = '{'; void M() { } /* { */ } // {", "void M()")]
    [InlineData("class A { string S = \"\"\"\n  { \" }\n  \"\"\"; string V = @\"a\"\"{\\\"; void M() { } }", "void M()")]
    [InlineData("enum E { A, B = 2 } interface I { void M(); int P { get; } } record R(int X);")]
    public void Scan_OfADeclaration_FindsItsMembers(string code, params string[] expected) =>
        SourceFile.Of(code).Members.Select(member => member.Signature).Should().Equal(expected);

    [Fact]
    public void Scan_OfAMethod_CountsFromItsSignatureToItsBrace()
    {
        var member = SourceFile.Of("class A\n{\n    [Fact]\n    void M(\n        int x)\n    {\n        F();\n    }\n}\n").Members.Should().ContainSingle().Subject;

        (member.Line, member.Lines).Should().Be((4, 5));
    }

    [Theory]
    [InlineData("namespace N; public abstract record E { private sealed record Inner; } public sealed record F(int X) : E; static class G<T> where T : class { }", "E:", "F:E", "G:")]
    [InlineData("namespace N { internal readonly record struct A(int X) : IB; interface IB { } enum C { X } }", "A:IB", "IB:", "C:")]
    public void Scan_OfAFile_FindsItsOuterTypes(string code, params string[] expected) =>
        SourceFile.Of(code).Types.Select(type => $"{type.Name}:{type.Base}").Should().Equal(expected);
}
