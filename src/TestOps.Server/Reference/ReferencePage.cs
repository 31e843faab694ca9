using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace TestOps.Server.Reference;

/// <summary>The browsable reference: one page of our own over the OpenAPI document, with nothing from elsewhere.</summary>
internal static class ReferencePage
{
    private static readonly Lazy<byte[]> Bytes = new(Read);

    public static IResult Get(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        return TypedResults.Bytes(Bytes.Value, "text/html; charset=utf-8");
    }

    private static byte[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("reference.html")!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
